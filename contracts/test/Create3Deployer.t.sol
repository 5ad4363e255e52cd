// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Create3Deployer } from "../src/Create3Deployer.sol";
import { ICreate3Deployer } from "../src/interfaces/ICreate3Deployer.sol";
import { Create3Handler } from "./handlers/Create3Handler.sol";
import { PayableChild } from "./mocks/PayableChild.sol";
import { Test } from "forge-std/Test.sol";
import { CREATE3 } from "solady/utils/CREATE3.sol";

contract Create3DeployerTest is Test {
    bytes32 private constant SALT = keccak256("lux-exchange/clearing-house");

    address private immutable OWNER = makeAddr("owner");
    address private immutable STRANGER = makeAddr("stranger");

    Create3Deployer private deployer;
    Create3Handler private handler;
    address private reserved;

    function setUp() public {
        deployer = new Create3Deployer();
        reserved = deployer.addressOf(OWNER, SALT);
        handler = new Create3Handler(deployer, OWNER, SALT);
        targetContract(address(handler));
    }

    function test_deploy_createsAtReservedAddress() public {
        vm.expectEmit(address(deployer));
        emit ICreate3Deployer.Deployed(OWNER, SALT, reserved);
        vm.prank(OWNER);
        address deployed = deployer.deploy(SALT, _child(7));
        assertEq(deployed, reserved);
        assertEq(PayableChild(deployed).NUMBER(), 7);
    }

    function test_deploy_passesValueOn() public {
        vm.deal(OWNER, 3 ether);
        vm.prank(OWNER);
        address deployed = deployer.deploy{ value: 3 ether }(SALT, _child(7));
        assertEq(deployed.balance, 3 ether);
        assertEq(address(deployer).balance, 0);
    }

    function testFuzz_deploy_addressIgnoresCode(uint256 number) public {
        vm.prank(OWNER);
        assertEq(deployer.deploy(SALT, _child(number)), reserved);
    }

    function testFuzz_deploy_strangerCannotTakeReservedAddress(address stranger, bytes32 salt)
        public
    {
        vm.assume(stranger != OWNER);
        vm.startPrank(stranger);
        assertTrue(deployer.deploy(SALT, _child(1)) != reserved);
        if (salt != SALT) assertTrue(deployer.deploy(salt, _child(2)) != reserved);
        vm.stopPrank();
        assertEq(reserved.code.length, 0);

        vm.prank(OWNER);
        assertEq(deployer.deploy(SALT, _child(3)), reserved);
    }

    function testFuzz_addressOf_differsByOwnerAndSalt(
        address ownerA,
        address ownerB,
        bytes32 saltA,
        bytes32 saltB
    ) public view {
        bool same = ownerA == ownerB && saltA == saltB;
        assertEq(deployer.addressOf(ownerA, saltA) == deployer.addressOf(ownerB, saltB), same);
    }

    function test_deploy_revertsTheSecondTime() public {
        vm.startPrank(OWNER);
        deployer.deploy(SALT, _child(7));
        vm.expectRevert(
            abi.encodeWithSelector(ICreate3Deployer.AlreadyDeployed.selector, OWNER, SALT, reserved)
        );
        deployer.deploy(SALT, _child(8));
    }

    function test_deploy_revertsWithFailingConstructorAndCanBeRepeated() public {
        bytes memory failing = hex"60006000fd";
        vm.startPrank(OWNER);
        vm.expectRevert(CREATE3.DeploymentFailed.selector);
        deployer.deploy(SALT, failing);
        vm.expectRevert(CREATE3.DeploymentFailed.selector);
        deployer.deploy(SALT, "");
        assertEq(deployer.deploy(SALT, _child(7)), reserved);
    }

    function test_addressOf_isTheSameForADeployerAtTheSameAddressOnAnotherChain() public {
        vm.chainId(96_369);
        assertEq(deployer.addressOf(OWNER, SALT), reserved);
    }

    function invariant_reservedAddressHoldsOnlyWhatTheOwnerDeployed() public view {
        assertEq(reserved.code.length != 0, handler.ownerHasDeployed());
    }

    function _child(uint256 number) private pure returns (bytes memory) {
        return abi.encodePacked(type(PayableChild).creationCode, abi.encode(number));
    }
}
