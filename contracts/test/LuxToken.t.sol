// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { LuxToken } from "../src/LuxToken.sol";
import { ILuxToken } from "../src/interfaces/ILuxToken.sol";
import { LuxTokenHandler } from "./handlers/LuxTokenHandler.sol";
import { IAccessControl } from "@openzeppelin/contracts/access/IAccessControl.sol";
import { IERC20Errors } from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import { ERC20Permit } from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import { Test } from "forge-std/Test.sol";

contract LuxTokenTest is Test {
    bytes32 private constant PERMIT_TYPEHASH = keccak256(
        "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"
    );

    address private immutable ADMIN = makeAddr("admin");
    address private immutable MINTER = makeAddr("minter");
    address private immutable HOLDER = makeAddr("holder");
    address private immutable STRANGER = makeAddr("stranger");

    LuxToken private token;
    LuxTokenHandler private handler;

    function setUp() public {
        ILuxToken.Allocation[] memory allocations = new ILuxToken.Allocation[](2);
        allocations[0] = ILuxToken.Allocation(HOLDER, 1000e6);
        allocations[1] = ILuxToken.Allocation(MINTER, 5e6);
        token = new LuxToken("Lux Dollar", "LUSD", 6, ADMIN, allocations);
        bytes32 minterRole = token.MINTER_ROLE();
        vm.prank(ADMIN);
        token.grantRole(minterRole, MINTER);

        handler = new LuxTokenHandler(token, ADMIN);
        vm.prank(ADMIN);
        token.grantRole(minterRole, address(handler));
        targetContract(address(handler));
    }

    function test_constructor_setsMetadataAndAllocations() public view {
        assertEq(token.name(), "Lux Dollar");
        assertEq(token.symbol(), "LUSD");
        assertEq(token.decimals(), 6);
        assertEq(token.balanceOf(HOLDER), 1000e6);
        assertEq(token.balanceOf(MINTER), 5e6);
        assertEq(token.totalSupply(), 1005e6);
    }

    function test_constructor_revertsWithoutAdmin() public {
        vm.expectRevert(ILuxToken.AdminIsZero.selector);
        new LuxToken("Lux Dollar", "LUSD", 6, address(0), new ILuxToken.Allocation[](0));
    }

    function test_constructor_makesNobodyAMinter() public {
        LuxToken fresh = new LuxToken("Lux Ether", "LETH", 18, ADMIN, new ILuxToken.Allocation[](0));
        assertFalse(fresh.hasRole(fresh.MINTER_ROLE(), ADMIN));
        assertFalse(fresh.hasRole(fresh.MINTER_ROLE(), address(this)));
    }

    function test_mint_addsToBalanceAndSupply() public {
        vm.prank(MINTER);
        token.mint(STRANGER, 7);
        assertEq(token.balanceOf(STRANGER), 7);
        assertEq(token.totalSupply(), 1005e6 + 7);
    }

    function test_mint_revertsToZeroAddress() public {
        vm.prank(MINTER);
        vm.expectRevert(
            abi.encodeWithSelector(IERC20Errors.ERC20InvalidReceiver.selector, address(0))
        );
        token.mint(address(0), 1);
    }

    function testFuzz_mint_revertsWithoutRole(address caller, uint256 amount) public {
        bytes32 role = token.MINTER_ROLE();
        vm.assume(!token.hasRole(role, caller));
        vm.prank(caller);
        vm.expectRevert(
            abi.encodeWithSelector(
                IAccessControl.AccessControlUnauthorizedAccount.selector, caller, role
            )
        );
        token.mint(caller, amount);
    }

    function test_mint_revertsAfterRoleIsRevoked() public {
        bytes32 role = token.MINTER_ROLE();
        vm.prank(ADMIN);
        token.revokeRole(role, MINTER);
        vm.prank(MINTER);
        vm.expectRevert(
            abi.encodeWithSelector(
                IAccessControl.AccessControlUnauthorizedAccount.selector, MINTER, role
            )
        );
        token.mint(MINTER, 1);
    }

    function test_grantRole_revertsForMinters() public {
        bytes32 role = token.MINTER_ROLE();
        bytes32 adminRole = token.DEFAULT_ADMIN_ROLE();
        vm.prank(MINTER);
        vm.expectRevert(
            abi.encodeWithSelector(
                IAccessControl.AccessControlUnauthorizedAccount.selector, MINTER, adminRole
            )
        );
        token.grantRole(role, STRANGER);
    }

    function test_approve_keepsUnlimitedAllowance() public {
        vm.prank(HOLDER);
        assertTrue(token.approve(STRANGER, type(uint256).max));
        vm.prank(STRANGER);
        assertTrue(token.transferFrom(HOLDER, STRANGER, 10e6));
        assertEq(token.allowance(HOLDER, STRANGER), type(uint256).max);
    }

    function testFuzz_permit_setsAllowanceOnce(uint256 value, uint64 lifetime) public {
        (address owner, uint256 key) = makeAddrAndKey("owner");
        uint256 deadline = block.timestamp + lifetime;
        bytes32 digest = _permitDigest(owner, value, 0, deadline);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);

        token.permit(owner, STRANGER, value, deadline, v, r, s);
        assertEq(token.allowance(owner, STRANGER), value);
        assertEq(token.nonces(owner), 1);

        address recovered = ecrecover(_permitDigest(owner, value, 1, deadline), v, r, s);
        vm.expectRevert(
            abi.encodeWithSelector(ERC20Permit.ERC2612InvalidSigner.selector, recovered, owner)
        );
        token.permit(owner, STRANGER, value, deadline, v, r, s);
    }

    function testFuzz_permit_revertsForOtherSigners(uint256 otherKey) public {
        (address owner,) = makeAddrAndKey("owner");
        uint256 key = boundPrivateKey(otherKey);
        vm.assume(vm.addr(key) != owner);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, _permitDigest(owner, 1, 0, block.timestamp));
        vm.expectRevert(
            abi.encodeWithSelector(ERC20Permit.ERC2612InvalidSigner.selector, vm.addr(key), owner)
        );
        token.permit(owner, STRANGER, 1, block.timestamp, v, r, s);
    }

    function test_permit_revertsAfterDeadline() public {
        (address owner, uint256 key) = makeAddrAndKey("owner");
        uint256 deadline = block.timestamp + 60;
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, _permitDigest(owner, 1, 0, deadline));
        vm.warp(deadline + 1);
        vm.expectRevert(
            abi.encodeWithSelector(ERC20Permit.ERC2612ExpiredSignature.selector, deadline)
        );
        token.permit(owner, STRANGER, 1, deadline, v, r, s);
    }

    function test_permit_revertsOnAnotherChain() public {
        (address owner, uint256 key) = makeAddrAndKey("owner");
        bytes32 digest = _permitDigest(owner, 1, 0, block.timestamp);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        vm.chainId(block.chainid + 1);
        assertTrue(_permitDigest(owner, 1, 0, block.timestamp) != digest);
        vm.expectPartialRevert(ERC20Permit.ERC2612InvalidSigner.selector);
        token.permit(owner, STRANGER, 1, block.timestamp, v, r, s);
    }

    function invariant_supplyIsAllocationsAndMints() public view {
        assertEq(token.totalSupply(), 1005e6 + handler.minted());
    }

    function invariant_balancesAddUpToSupply() public view {
        uint256 held = token.balanceOf(HOLDER) + token.balanceOf(MINTER);
        assertEq(held + handler.actorsBalance(), token.totalSupply());
    }

    function _permitDigest(address owner, uint256 value, uint256 nonce, uint256 deadline)
        private
        view
        returns (bytes32)
    {
        bytes32 message =
            keccak256(abi.encode(PERMIT_TYPEHASH, owner, STRANGER, value, nonce, deadline));
        return keccak256(abi.encodePacked("\x19\x01", token.DOMAIN_SEPARATOR(), message));
    }
}
