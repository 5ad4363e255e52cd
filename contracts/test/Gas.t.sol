// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { ICreate3Deployer } from "../src/interfaces/ICreate3Deployer.sol";
import { IFaucet } from "../src/interfaces/IFaucet.sol";
import { ILuxToken } from "../src/interfaces/ILuxToken.sol";
import { PayableChild } from "./mocks/PayableChild.sol";
import { IAccessControl } from "@openzeppelin/contracts/access/IAccessControl.sol";
import { Test } from "forge-std/Test.sol";

/// @notice What calls cost with the code that is deployed: the committed artifacts, not a fresh build.
contract GasTest is Test {
    address private immutable USER = makeAddr("user");
    address private immutable OTHER = makeAddr("other");

    ILuxToken private token;
    IFaucet private faucet;
    ICreate3Deployer private create3;

    function setUp() public {
        vm.warp(1_800_000_000);
        ILuxToken.Allocation[] memory allocations = new ILuxToken.Allocation[](1);
        allocations[0] = ILuxToken.Allocation(USER, 1000e6);
        bytes memory tokenArguments =
            abi.encode("Lux Dollar", "LUSD", uint8(6), address(this), allocations);
        token = ILuxToken(_deploy("lux-token", tokenArguments, 0));
        faucet = IFaucet(payable(_deploy("faucet", abi.encode(_faucetConfig()), 1_000_000 ether)));
        IAccessControl(address(token)).grantRole(token.MINTER_ROLE(), address(faucet));
        create3 = ICreate3Deployer(_deploy("create3-deployer", "", 0));
    }

    function test_transfer_costsAsRecorded() public {
        vm.prank(USER);
        assertTrue(token.transfer(OTHER, 1e6));
        vm.snapshotGasLastCall("LuxToken", "transfer to a new holder");
    }

    function test_permit_costsAsRecorded() public {
        (address owner, uint256 key) = makeAddrAndKey("owner");
        bytes32 typeHash = keccak256(
            "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"
        );
        bytes32 message = keccak256(abi.encode(typeHash, owner, OTHER, 1e6, 0, block.timestamp));
        bytes32 digest = keccak256(abi.encodePacked("\x19\x01", token.DOMAIN_SEPARATOR(), message));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        token.permit(owner, OTHER, 1e6, block.timestamp, v, r, s);
        vm.snapshotGasLastCall("LuxToken", "permit");
        assertEq(token.allowance(owner, OTHER), 1e6);
    }

    function test_drip_costsAsRecorded() public {
        faucet.drip(USER);
        vm.snapshotGasLastCall("Faucet", "drip: first");
        vm.warp(block.timestamp + 1 hours);
        faucet.drip(USER);
        vm.snapshotGasLastCall("Faucet", "drip: again");
        assertEq(faucet.dripsReceived(USER), 2);
    }

    function test_deploy_costsAsRecorded() public {
        bytes memory code = abi.encodePacked(type(PayableChild).creationCode, abi.encode(7));
        address deployed = create3.deploy("salt", code);
        vm.snapshotGasLastCall("Create3Deployer", "deploy a tiny contract");
        assertGt(deployed.code.length, 0);
    }

    function _faucetConfig() private view returns (IFaucet.Config memory config) {
        config.chainId = block.chainid;
        config.admin = address(this);
        config.operator = address(this);
        config.nativeAmount = 1000 ether;
        config.coolDownSeconds = 1 hours;
        config.maxDrips = 24;
        config.tokenDrips = new IFaucet.TokenDrip[](1);
        config.tokenDrips[0] = IFaucet.TokenDrip(address(token), 25_000e6);
    }

    function _deploy(string memory artifact, bytes memory arguments, uint256 value)
        private
        returns (address deployed)
    {
        string memory path = string.concat("contracts-abi/artifacts/", artifact, ".json");
        bytes memory code = vm.parseJsonBytes(vm.readFile(path), ".bytecode");
        bytes memory initCode = abi.encodePacked(code, arguments);
        assembly ("memory-safe") {
            deployed := create(value, add(initCode, 0x20), mload(initCode))
        }
        assertGt(deployed.code.length, 0, artifact);
    }
}
