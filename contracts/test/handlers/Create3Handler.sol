// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Create3Deployer } from "../../src/Create3Deployer.sol";
import { PayableChild } from "../mocks/PayableChild.sol";
import { Test } from "forge-std/Test.sol";

/// @notice Strangers and the owner deploy under every salt, the reserved one among them.
contract Create3Handler is Test {
    Create3Deployer private immutable DEPLOYER;
    address private immutable OWNER;
    bytes32 private immutable SALT;

    bool public ownerHasDeployed;

    constructor(Create3Deployer deployer, address owner, bytes32 salt) {
        DEPLOYER = deployer;
        OWNER = owner;
        SALT = salt;
    }

    function deployAsStranger(address stranger, bytes32 salt, bool reservedSalt) external {
        if (stranger == OWNER) return;
        _tryDeploy(stranger, reservedSalt ? SALT : salt);
    }

    function deployAsOwner(bytes32 salt) external {
        if (salt == SALT) return;
        _tryDeploy(OWNER, salt);
    }

    /// Once in a while, so that most of a run finds the address still reserved.
    function deployReserved(uint256 dice) external {
        if (dice % 50 != 0) return;
        if (_tryDeploy(OWNER, SALT)) ownerHasDeployed = true;
    }

    function _tryDeploy(address owner, bytes32 salt) private returns (bool) {
        bytes memory code = abi.encodePacked(type(PayableChild).creationCode, abi.encode(1));
        vm.prank(owner);
        try DEPLOYER.deploy(salt, code) {
            return true;
        } catch {
            return false;
        }
    }
}
